"""python -m services.intake"""

from services.intake.main import SERVICE
from shared.runtime.process import run

if __name__ == "__main__":
    run(SERVICE)
