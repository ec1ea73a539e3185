"""Bring in saved pages of the old site as draft articles."""

from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from foundation.languages import in_languages
from news.articles.models import Article, Section
from news.old_site.beside import is_companion
from news.old_site.bringing_in import ADDED, ASKED, CREATED, NEW, UPDATED, bring_in
from news.old_site.decoding import BROKEN, UnreadableError, broken_places
from news.old_site.pictures import PagePictures
from news.old_site.saved import read_saved

SUFFIXES = {"", ".txt", ".htm", ".html", ".php", ".asp", ".xhtml", ".mht", ".mhtml"}
PROGRESS = 50
#: Outcomes with which pictures came along.
WRITTEN = {CREATED, UPDATED, ADDED}
#: So many broken signs of a page are told by their place.
MOST_PLACES = 10


class Command(BaseCommand):
    help = (
        "Reads saved pages of the old site (text, HTML or .mht) and makes draft articles with their pictures. Pages that are in the "
        "site already are recognised; running it again makes no doubles."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, help="files, or folders with files")
        parser.add_argument(
            "--id", type=int, help="the id on the old site, for a single file that does not tell it"
        )
        parser.add_argument("--section", help="slug of the section for pages that do not tell theirs")
        parser.add_argument("--article", type=int, help="the article that a single file in doubt is")
        parser.add_argument(
            "--new", action="store_true", help="what is in doubt is an article of its own, in all the files"
        )
        parser.add_argument("--update", action="store_true", help="replace texts that are there, as drafts")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would be done, and do nothing"
        )

    def handle(self, paths, dry_run, verbosity, **options):
        files = list(self.files(paths))
        for name in ("id", "article"):
            if options[name] and len(files) != 1:
                raise CommandError(f"--{name} goes with a single file.")
        self.answer = self.chosen_answer(options["article"], options["new"])
        self.section = self.chosen_section(options["section"])
        self.names = [
            name for row in Section.objects.values_list(*in_languages("name")) for name in row if name
        ]
        self.dry = dry_run
        counted: Counter[str] = Counter()
        self.pictures: Counter[str] = Counter()
        with transaction.atomic() if dry_run else nullcontext():
            for number, (file, root) in enumerate(files, 1):
                counted[self.one(file, root, options)] += 1
                if verbosity and (number % PROGRESS == 0 or number == len(files)) and len(files) > PROGRESS:
                    self.stderr.write(f"{number} of {len(files)}")
            if dry_run:
                transaction.set_rollback(True)
        words = ", ".join(f"{name} {number}" for name, number in sorted(counted.items())) or "no file"
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{words}.")
        if self.pictures:
            self.stdout.write(
                f"Pictures: {', '.join(f'{number} {kind}' for kind, number in sorted(self.pictures.items()))}."
            )
        failed = [
            (counted["not read"], f"{counted['not read']} of {len(files)} files could not be read"),
            (
                counted[ASKED],
                f"{counted[ASKED]} of {len(files)} are in doubt, and nothing was done with them",
            ),
        ]
        if any(number for number, _words in failed):
            told = "; ".join(words for number, words in failed if number)
            raise CommandError(f"{told}; the others are done.", returncode=1)

    def files(self, paths):
        for path in paths:
            if path.is_dir():
                found = (one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in SUFFIXES)
                yield from ((one, path) for one in sorted(found) if not is_companion(one.relative_to(path)))
            elif path.exists():
                yield path, path.parent
            else:
                raise CommandError(f"There is no file {path}.")

    def chosen_section(self, slug):
        if not slug:
            return None
        section = Section.objects.filter(slug=slug).first()
        if section is None:
            known = ", ".join(Section.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no section {slug}. There are: {known}.")
        return section

    def chosen_answer(self, number, is_new):
        if number and is_new:
            raise CommandError("--article and --new are two answers; give one.")
        if not number:
            return NEW if is_new else None
        article = Article.objects.filter(pk=number).first() if number < 2**63 else None
        if article is None:
            raise CommandError(f"There is no article {number}.")
        return article

    def one(self, file, root, options):
        """Bring in one file in a transaction of its own; report it and return what became of it."""
        try:
            text, page, find = read_saved(file, root, self.names, options["id"])
            pictures = PagePictures(page, find)
            outcome = bring_in(page, options["update"], self.section, self.answer, pictures, dry=self.dry)
        except UnreadableError as reason:
            self.stdout.write(f"{file}: not read. {reason}")
            return "not read"
        except OSError as error:
            self.stdout.write(f"{file}: not read. {error.strerror}.")
            return "not read"
        except DatabaseError as error:
            self.stdout.write(f"{file}: not read. The database refused it: {str(error).splitlines()[0]}")
            return "not read"
        self.tell_broken(file, text, page)
        if outcome.kind == ASKED:
            self.stdout.write(f"{file}: {ASKED}. {outcome.reason}.")
            return ASKED
        about = f" ({outcome.reason})" if outcome.reason else ""
        self.stdout.write(f"{file}: {outcome.kind}{about}: {outcome.article}")
        if outcome.kind in WRITTEN and (told := pictures.report()):
            self.stdout.write(f"{file}: pictures: {told}")
            self.pictures.update(pictures.counted)
        return outcome.kind

    def tell_broken(self, file, text, page):
        """Report the broken signs of a page: how many, whether the article is concerned, where the first are."""
        places = broken_places(text)
        if places:
            inside = f"{page.title}{page.body}".count(BROKEN)
            signs = "1 broken sign" if len(places) == 1 else f"{len(places)} broken signs"
            more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
            self.stdout.write(
                f"{file}: {signs}, {inside or 'none'} of them in the article: {'; '.join(places[:MOST_PLACES])}{more}"
            )
