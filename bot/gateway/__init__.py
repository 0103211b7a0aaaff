"""The Slack side of the chat port, and the calls that answer a click. The only room that calls the Web API."""
