"""python -m services.surveillance"""

from shared.runtime.launch import launch

if __name__ == "__main__":
    launch("services.surveillance.main")
