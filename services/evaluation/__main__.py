"""python -m services.evaluation"""

from shared.runtime.launch import launch

if __name__ == "__main__":
    launch("services.evaluation.main")
