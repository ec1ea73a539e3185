"""Load the first-run content: sections, articles, pages, fabrics, markets, classification and published figures."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.starter.loading import load_content
from portal.starter.reading import CONTENT_DIR, StarterContentError, read_content

PICTURES_A_LINE = 5


class Command(BaseCommand):
    help = (
        "Load the first-run content once. Running it again loads only what is new in the files: "
        "what people edited, renamed or deleted stays as they left it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="validate the files and write nothing")
        parser.add_argument("--without-pictures", action="store_true", help="do not draw swatches and covers")
        parser.add_argument("--folder", type=Path, default=CONTENT_DIR, help="where the files are")

    def handle(self, *args, check, without_pictures, folder, **options):
        try:
            content = read_content(folder)
        except StarterContentError as error:
            problems = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(
                f"Nothing was loaded. {len(error.problems)} problems in {folder}:\n{problems}"
            ) from None
        if check:
            self.stdout.write(f"All files in {folder} are valid.")
            return
        made = load_content(content)
        self.stdout.write(
            _summary("Loaded", made) if any(made.values()) else "The starter content is loaded already."
        )
        if not without_pictures:
            from portal.starter.pictures import draw_missing_pictures  # heavy: numpy and Pillow

            drawn = draw_missing_pictures(content, progress=self._progress)
            if drawn:
                self.stdout.write(f"Drew {drawn} pictures in all their sizes.")

    def _progress(self, done, total):
        if done % PICTURES_A_LINE == 0 or done == total:
            self.stdout.write(f"  pictures drawn: {done} of {total}")
            self.stdout.flush()


def _summary(verb, made):
    return f"{verb} " + ", ".join(f"{count} {name}" for name, count in made.items() if count) + "."
