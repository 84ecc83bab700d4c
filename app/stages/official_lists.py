"""Official lists by hand: import a file by its declaration, show declarations, versions and rejected rows."""

from pathlib import Path

from app.installation import Installation
from config.errors import ListRejected
from matchers.lists.declaration import ListDeclaration, load_declarations
from matchers.lists.importer import import_list
from matchers.lists.store import list_versions


def import_official(installation: Installation, name: str, file: Path) -> list[str]:
    """Take a file over as a new version and say how many rows came in and which did not. Raises ListRejected."""
    version = import_list(file, _declaration(name), installation.data, installation.clock)
    lines = [f"清单 {name}@{version.version}：收入 {version.rows} 行，拒收 {version.rejected} 行"]
    lines += [f"  {file.name} {row.place}：{row.reason}" for row in version.rejected_rows()]
    noted = [row for row in version.kept_rows() if row.notes]
    lines += [f"  {file.name} {row.place}：{'；'.join(row.notes)}，该行按其余内容比对" for row in noted]
    return lines


def show_official(installation: Installation, name: str | None) -> list[str]:
    """Describe every declared list, or one with its rejected rows."""
    declarations = [_declaration(name)] if name else load_declarations()
    lines: list[str] = []
    for declaration in declarations:
        lines.append(f"{declaration.id}  {declaration.title}")
        versions = list_versions(installation.data, declaration.id)
        for version in versions:
            lines.append(
                f"  {version.version}  {version.imported_at:%Y-%m-%d %H:%M}  {version.rows} 行  {version.file}"
            )
            if name:
                lines += [f"    拒收 {row.place}：{row.reason}" for row in version.rejected_rows()]
                lines += [f"    收入 {row.place}：{'；'.join(row.notes)}" for row in version.kept_rows() if row.notes]
        if not versions:
            lines.append("  （尚未导入）")
    return lines


def _declaration(name: str) -> ListDeclaration:
    found = {declaration.id: declaration for declaration in load_declarations()}
    if name not in found:
        raise ListRejected(f"没有名为 {name!r} 的清单声明（已声明：{'、'.join(sorted(found))}）")
    return found[name]
