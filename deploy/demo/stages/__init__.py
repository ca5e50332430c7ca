"""What people do, stage by stage: each function takes a journey through one service and says whether it goes on."""
