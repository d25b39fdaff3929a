"""Delivery: headlines, corrections and notices are claimed from the ledger, sent, and settled in it.

Three loops share one `InFlight`. `claiming` leases blocks of deliveries and commits that before anything is sent.
`sending` sends each delivery in its slot. `settling` writes the results. `desk` connects the three and opens editions.
"""

from news.delivery.desk import DeliveryDesk
from news.delivery.times import DEFAULT_TIMES, DeliveryTimes
from news.delivery.window import InFlightWindow

__all__ = ["DEFAULT_TIMES", "DeliveryDesk", "DeliveryTimes", "InFlightWindow"]
