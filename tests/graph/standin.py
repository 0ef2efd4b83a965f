"""A small web of its own on loopback: hiring threads, papers, one feed and one board, all made up from a seed.

Postings of `Rust` rise through the months and those of `Perl` fall, so that a run over it has something to find.
"""

import json
import random
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

ROLES = [
    "Senior Software Engineer",
    "Machine Learning Engineer",
    "Data Engineer",
    "Data Scientist",
    "Backend Developer",
]
STEADY = ["Python", "SQL", "Docker", "PyTorch", "React", "PostgreSQL", "Kubernetes", "scikit-learn"]
ITEM_WORDS = ["ledger", "orchard", "harbour", "lantern", "meadow", "quarry", "saddle", "timber", "velvet", "willow"]


class StandIn:
    """The server; `url` is what goes into the replay setting, `requests` what it was asked for."""

    def __init__(self, as_of: date, months: int = 9, posts: int = 60) -> None:
        self.as_of = as_of
        self.requests: list[str] = []
        self.agents: set[str] = set()
        self.threads = self._make_threads(months, posts)
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                owner.requests.append(self.path)
                owner.agents.add(self.headers.get("User-Agent", ""))
                status, body, kind = owner.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> "StandIn":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def answer(self, path: str) -> tuple[int, bytes, str]:
        """What the services would say."""
        parts = urlsplit(path)
        host, _, rest = unquote(parts.path).lstrip("/").partition("/")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if host == "hn.algolia.com" and rest.startswith("api/v1/items/"):
            thread = self.threads.get(int(rest.rsplit("/", 1)[1]))
            return (
                (200, json.dumps(thread).encode(), "application/json") if thread else (404, b"{}", "application/json")
            )
        if host == "hn.algolia.com":
            return 200, json.dumps(self._listing()).encode(), "application/json"
        if host == "export.arxiv.org" and rest == "api/query":
            return 200, self._papers(query).encode(), "application/atom+xml"
        if host == "blog.test":
            return 200, self._feed().encode(), "application/rss+xml"
        if host == "boards-api.greenhouse.io" and rest == "v1/boards/orchard/jobs":
            return 200, json.dumps(self._board()).encode(), "application/json"
        return 404, b"not found", "text/plain"

    def _make_threads(self, months: int, posts: int) -> dict[int, dict[str, object]]:
        threads: dict[int, dict[str, object]] = {}
        first = self.as_of.replace(day=1)
        for back in range(months):
            rng = random.Random(back)
            number = 1_000_000 - back * 1000
            opened = datetime(first.year, first.month, 1, 15, tzinfo=UTC)
            rising = 0.7 - 0.07 * back
            children = []
            for i in range(posts):
                moment = opened + timedelta(hours=rng.expovariate(1 / 30))
                if moment.date() > self.as_of:
                    continue
                wanted = rng.sample(STEADY, 3)
                wanted += ["Rust"] if rng.random() < rising else []
                wanted += ["Perl"] if rng.random() < 0.7 - rising + 0.1 else []
                children.append(_comment(number + 1 + i, number, moment, _post(rng, wanted)))
            threads[number] = {
                "id": number, "type": "story", "author": "whoishiring", "parent_id": None, "story_id": number,
                "title": f"Ask HN: Who is hiring? ({first:%B %Y})", "text": "One post a job.", "children": children,
                "created_at_i": int(opened.timestamp()), "created_at": opened.isoformat(), "points": 1, "url": None,
                "options": [],
            }  # fmt: skip
            first = (first - timedelta(days=1)).replace(day=1)
        return threads

    def _listing(self) -> dict[str, object]:
        hits = [
            {
                "objectID": str(number), "story_id": number, "title": thread["title"], "author": "whoishiring",
                "created_at_i": thread["created_at_i"], "num_comments": 60, "points": 1, "_tags": ["story"],
            }
            for number, thread in self.threads.items()
        ]  # fmt: skip
        return {"hits": hits, "nbHits": len(hits), "page": 0, "nbPages": 1, "hitsPerPage": 1000}

    def _papers(self, query: dict[str, str]) -> str:
        start, size = int(query.get("start", 0)), int(query.get("max_results", 10))
        window = query["search_query"].split("submittedDate:[", 1)[1].split("]", 1)[0].split(" TO ")
        day, last = (datetime.strptime(edge[:8], "%Y%m%d").replace(tzinfo=UTC) for edge in window)
        entries = []
        while day <= last and day.date() <= self.as_of:
            text = "We train transformers with federated learning." if day.day % 2 else "A study of random forests."
            entries.append(
                f"<entry><id>http://arxiv.org/abs/{day:%y%m}.{day:%d}001v1</id><title>Paper of {day:%d %B}</title>"
                f"<published>{day:%Y-%m-%d}T12:00:00Z</published><updated>{day:%Y-%m-%d}T12:00:00Z</updated>"
                f'<summary>{text}</summary><category term="cs.LG"/><author><name>A. Person</name></author></entry>'
            )
            day += timedelta(days=1)
        page = "".join(entries[start : start + size])
        return (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
            ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><title>query</title><id>q</id>'
            f"<opensearch:totalResults>{len(entries)}</opensearch:totalResults>"
            f"<opensearch:startIndex>{start}</opensearch:startIndex>"
            f"<opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>{page}</feed>"
        )

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>Post {i}: responsible AI</title><link>https://blog.test/{i}</link><guid>post-{i}</guid>"
            f"<pubDate>{(self.as_of - timedelta(days=5 * i)):%a, %d %b %Y} 09:00:00 GMT</pubDate>"
            f"<description>{escape('<p>Edge AI and large language models.</p>')}</description></item>"
            for i in range(12)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>{items}</channel></rss>'

    def _board(self) -> dict[str, object]:
        jobs = [
            {
                "id": 100 + i, "title": ROLES[i % len(ROLES)], "absolute_url": f"https://orchard.test/jobs/{100 + i}",
                "location": {"name": "Berlin, Germany"}, "company_name": "Orchard",
                "first_published": f"{self.as_of - timedelta(days=7 * i)}T10:00:00-04:00",
                "updated_at": f"{self.as_of}T10:00:00-04:00", "internal_job_id": i, "language": "en", "metadata": None,
                "content": escape(
                    "<h2>Requirements</h2><ul><li>Python and SQL</li></ul><h2>Nice to have</h2><ul><li>Rust</li></ul>"
                ),
                "departments": [], "offices": [], "requisition_id": None,
            }
            for i in range(6)
        ]  # fmt: skip
        jobs.append({**jobs[2], "id": 200, "title": "Staff Data Scientist", "content": ""})
        return {"jobs": jobs, "meta": {"total": len(jobs)}}


def _comment(number: int, parent: int, moment: datetime, text: str) -> dict[str, object]:
    return {
        "id": number, "type": "comment", "author": "poster", "text": text, "parent_id": parent, "story_id": parent,
        "created_at_i": int(moment.timestamp()), "created_at": moment.isoformat(), "children": [], "title": None,
        "url": None, "points": None, "options": [],
    }  # fmt: skip


def _post(rng: random.Random, wanted: list[str]) -> str:
    employer = f"{rng.choice(ITEM_WORDS).title()} {rng.choice(ITEM_WORDS).title()} {rng.randrange(90)}"
    role = rng.choice(ROLES)
    filler = " ".join(rng.choices(ITEM_WORDS, k=40))
    return (
        f"{employer} | {role} | Berlin | REMOTE | Full-time<p>We move {filler} around.<p>"
        f"Requirements: {', '.join(wanted)}. BSc in Computer Science.<p>Apply at jobs@example.com"
    )
