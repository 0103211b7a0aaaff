"""`andon token`: a bearer token, shown once, and the line for andon.toml that knows only its hash."""

from api.tokens import new_token


def make_token(name: str, role: str) -> int:
    text, digest = new_token()
    print("The token, shown this once; keep it as ANDON_TOKEN where the commands run:\n")
    print(f"  {text}\n")
    print("Add to andon.toml and start Andon again:\n")
    print(f'[[tokens]]\nname = "{name}"\nrole = "{role}"\nsha256 = "{digest}"')
    return 0
