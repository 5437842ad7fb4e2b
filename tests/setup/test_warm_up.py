"""No kernel outlives a change of the sources that it was compiled from."""

from nps_chain.setup.warm_up import STAMP, forget_stale_kernels


def test_kernels_are_forgotten_when_a_source_changed(tmp_path):
    (tmp_path / "wing" / "__pycache__").mkdir(parents=True)
    source = tmp_path / "wing" / "module.py"
    kernel = tmp_path / "wing" / "__pycache__" / "module.kernel-1.py311.1.nbc"
    other = kernel.with_name("module.cpython-311.pyc")
    source.write_text("import numba", "ascii")
    for file in (kernel, kernel.with_suffix(".nbi"), other):
        file.write_text("compiled", "ascii")

    assert forget_stale_kernels(tmp_path)
    assert not kernel.exists()
    assert not kernel.with_suffix(".nbi").exists()
    assert other.exists()

    kernel.write_text("compiled again", "ascii")
    assert not forget_stale_kernels(tmp_path)
    assert kernel.exists()

    (tmp_path / "other.py").write_text("no kernels here", "ascii")
    assert not forget_stale_kernels(tmp_path)

    source.write_text("import numba, sys", "ascii")
    assert forget_stale_kernels(tmp_path)
    assert not kernel.exists()


def test_a_package_that_cannot_be_written_is_left_alone(tmp_path):
    (tmp_path / "module.py").write_text("import numba", "ascii")
    (tmp_path / STAMP).parent.write_text("a file where a folder should be", "ascii")
    assert not forget_stale_kernels(tmp_path)
