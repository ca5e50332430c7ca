"""Listings (« référencements »), put together."""

from services.catalogue.listing.pages.views import router as pages
from services.catalogue.listing.reads import router as reads
from services.catalogue.listing.refusals import REFUSALS
from services.catalogue.listing.rows import LISTING
from services.catalogue.listing.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(aggregate=LISTING, subscriptions=SUBSCRIPTIONS, routers=(reads, pages), refusals=REFUSALS)
