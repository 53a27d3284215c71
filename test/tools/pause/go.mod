module plateau.dev/test/pause

go 1.26.0
