"""python -m services.evaluation"""

from services.evaluation.main import SERVICE
from shared.runtime.process import run

if __name__ == "__main__":
    run(SERVICE)
