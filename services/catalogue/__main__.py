"""python -m services.catalogue"""

from services.catalogue.main import SERVICE
from shared.runtime.process import run

if __name__ == "__main__":
    run(SERVICE)
