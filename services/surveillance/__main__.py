"""python -m services.surveillance"""

from services.surveillance.main import SERVICE
from shared.runtime.process import run

if __name__ == "__main__":
    run(SERVICE)
