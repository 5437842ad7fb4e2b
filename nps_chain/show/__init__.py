"""What a person looks at: pictures of what the techniques found."""
