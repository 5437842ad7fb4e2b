"""The rules by which services are told, each in a module of its own."""

from nps_chain.trace.services.rules.commission_wallet import COMMISSION_WALLET
from nps_chain.trace.services.rules.deposit_address import DEPOSIT_ADDRESS
from nps_chain.trace.services.rules.deposit_wallet import DEPOSIT_WALLET
from nps_chain.trace.services.rules.hot_wallet import HOT_WALLET
from nps_chain.trace.services.rules.market import MARKET
from nps_chain.trace.services.rules.mining_pool import MINING_POOL
from nps_chain.trace.services.rules.mixer import MIXER
from nps_chain.trace.services.rules.payroll import PAYROLL
from nps_chain.trace.services.rules.rule import Condition, Rule

RULES: tuple[Rule, ...] = (
    DEPOSIT_ADDRESS, DEPOSIT_WALLET, HOT_WALLET, MIXER, MARKET, COMMISSION_WALLET, MINING_POOL,
    PAYROLL,
)  # fmt: skip
"""All rules, in the order in which verdicts of equal confidence are listed."""

__all__ = ["RULES", "Condition", "Rule"]
