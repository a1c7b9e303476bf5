"""The store on disk: what whoever publishes a snapshot has to do, be it a build or a write."""
