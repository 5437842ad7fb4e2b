"""The judge: Bitcoin Core's own code says of each block whether it follows Bitcoin's rules.

A chain that only we call valid would prove nothing. This judge is the code that nodes run, in a
library of its own, and it sees the blocks as strangers would: as bytes, one after another. What it
lets pass spends no coin twice, makes no money from nothing, and holds no false signature.

Limits: it judges blocks, and has no taste. Fees, dust, and what nodes pass on to each other are no
rules of the chain.

Source: py-bitcoinkernel (``pbk``) 0.1.0a5. Its ``process_block`` may say True of a block that it
refuses later; the verdict comes by a callback, and the reason by the log alone.
"""

import re
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nps_chain.chain.wire.hashes import double_sha256, shown
from nps_chain.errors import NpsError

try:
    import pbk
except ModuleNotFoundError as missing:
    raise NpsError(
        "Judging a chain needs py-bitcoinkernel, which isn't installed: pip install "
        "'nps-chain[simulate]'."
    ) from missing

_VERDICT = re.compile(r"BlockChecked: block hash=(\w{64}) state=(.*)")
_TRANSACTION = re.compile(r"(?:in transaction|input \d+ of) (\w{64})")


class Judge:
    """A node without a network, born with regtest's first block, that is given block after block.

    Used in a ``with`` statement: what it keeps is in memory and in a folder that is removed.

    Attributes
    ----------
    height : int
        Of the newest block that it accepted.

    Examples
    --------
    >>> with Judge() as judge:
    ...     judge.height
    0
    """

    def __init__(self) -> None:
        self.height = 0
        self._verdicts: dict[str, pbk.ValidationMode] = {}
        self._reasons: dict[str, str] = {}

    def __enter__(self) -> "Judge":
        with ExitStack() as opened:
            folder = opened.enter_context(TemporaryDirectory(prefix="nps-chain-"))
            opened.enter_context(pbk.LoggingConnection(self._hear))
            pbk.set_log_level_category(pbk.LogCategory.VALIDATION, pbk.LogLevel.DEBUG)
            pbk.enable_log_category(pbk.LogCategory.VALIDATION)
            opened.callback(pbk.disable_log_category, pbk.LogCategory.VALIDATION)
            callbacks = pbk.ValidationInterfaceCallbacks(block_checked=self._checked)
            context = opened.enter_context(pbk.make_context(pbk.ChainType.REGTEST, callbacks))
            options = pbk.ChainstateManagerOptions(context, folder, str(Path(folder, "blocks")))
            options.update_block_tree_db_in_memory(True)
            options.update_chainstate_db_in_memory(True)
            options.set_worker_threads_num(1)  # signatures are checked on two cores
            self._node = opened.enter_context(pbk.ChainstateManager(options))
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        del self._node  # to use it from here on would crash Python
        self._opened.close()

    def check(self, raw: bytes) -> None:
        """Let a block pass, as the next one of the chain.

        Parameters
        ----------
        raw : bytes
            The block.

        Raises
        ------
        NpsError
            If it breaks a rule: its height, the transaction at fault (of several, any) and the
            reason in Bitcoin Core's words. The chain stays as it was, and another may be tried.
        """
        name = shown(double_sha256(raw[:80]))
        self._verdicts.clear()
        self._reasons.clear()
        fault = "it is not the next block of the chain. Give the judge each block, in order."
        try:
            self._node.process_block(_Block(raw))
        except RuntimeError:
            fault = "its bytes are no block. Give the judge blocks as nodes send them."
        except pbk.ProcessBlockException:
            pass  # refused at once; the reason is in the log as well
        if self._verdicts.get(name) == pbk.ValidationMode.VALID:
            self.height += 1
            return
        where = ""
        if name in self._reasons:
            fault = f"{self._reasons[name]}. Change the step of the scenario that made it."
            found = _TRANSACTION.search(fault)
            where = f", transaction {found[1]}" if found else ""
        raise NpsError(f"Bitcoin Core refuses block {self.height + 1}{where}: {fault}")

    def _checked(
        self, user_data: Any, block: "pbk.Block", state: "pbk.BlockValidationState"
    ) -> None:
        self._verdicts[str(block.block_hash)] = state.validation_mode

    def _hear(self, message: str) -> None:
        found = _VERDICT.search(message)
        if found:
            self._reasons[found[1]] = found[2]


class _Block(pbk.Block):
    """A block from bytes, handed over as they are; `pbk.Block` turns each into a number first."""

    def __init__(self, raw: bytes) -> None:
        super(pbk.Block, self).__init__(raw, len(raw))
