"""python -m services.decision"""

from shared.runtime.launch import launch

if __name__ == "__main__":
    launch("services.decision.main")
