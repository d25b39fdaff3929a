"""Delivery: whatever the newspaper says unasked leaves, and what became of it is written down.

Three loops work side by side on one `hand`: `claiming` puts blocks of deliveries on the wire, committed before their
requests leave; `sending` lets each out in its slot; `settling` writes down what became of them. `desk` joins the three
and opens the editions.
"""

from news.delivery.desk import DeliveryDesk

__all__ = ["DeliveryDesk"]
