"""What a lesson needs: checks of answers, hints, and the participant's progress."""
