"""The rules by which services are told, each in a module of its own."""

from nps_chain.trace.services.rules.deposit_address import DEPOSIT_ADDRESS
from nps_chain.trace.services.rules.hot_wallet import HOT_WALLET
from nps_chain.trace.services.rules.market import MARKET
from nps_chain.trace.services.rules.mining_pool import MINING_POOL
from nps_chain.trace.services.rules.mixer import MIXER
from nps_chain.trace.services.rules.payroll import PAYROLL
from nps_chain.trace.services.rules.rule import Condition, Rule

RULES: tuple[Rule, ...] = (DEPOSIT_ADDRESS, HOT_WALLET, MIXER, MARKET, MINING_POOL, PAYROLL)
"""All rules, in the order in which verdicts of equal confidence are listed."""

__all__ = ["RULES", "Condition", "Rule"]
