"""python -m services.decision"""

from services.decision.main import SERVICE
from shared.runtime.process import run

if __name__ == "__main__":
    run(SERVICE)
