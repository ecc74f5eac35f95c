using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>
/// What the baseline and the bootstrap files know and no migration makes. The baseline is edited with every migration, so it is not the state that the first one
/// meets: a table, column or index that some migration makes is that migration's.
/// </summary>
internal sealed class SchemaGround
{
    private readonly DatabaseSchema _artifacts;
    private readonly HashSet<string> _made = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _gone = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes from the artifacts what the migrations make.</summary>
    /// <param name="artifacts">The schema of the baseline and the bootstrap files.</param>
    /// <param name="statements">The statements of all migrations but the baseline.</param>
    public SchemaGround(DatabaseSchema artifacts, IEnumerable<DdlStatement> statements)
    {
        _artifacts = artifacts;
        foreach (var statement in statements) Take(statement);
        Schema = artifacts with
        {
            Tables = [.. artifacts.Tables.Where(table => !_made.Contains(table.Name)).Select(WithoutMade)],
            Views = [.. artifacts.Views.Where(view => !_made.Contains(view.Name))],
        };
    }

    /// <summary>What the first migration meets.</summary>
    public DatabaseSchema Schema { get; }

    /// <summary>Whether some migration drops or renames a table of that name which none makes: it was there from the beginning.</summary>
    public bool Names(string table) => _gone.Contains(table) && !_made.Contains(table);

    /// <summary>Whether some migration drops or renames a column of that name which none makes.</summary>
    public bool NamesColumn(string table, string column) => _gone.Contains(Key(table, column)) && !_made.Contains(Key(table, column));

    /// <summary>A column of the artifacts that no migration makes, also one of a table that a migration makes.</summary>
    public Column? Column(string table, string column) =>
        _made.Contains(Key(table, column))
            ? null
            : _artifacts.Tables.FirstOrDefault(candidate => SchemaState.Same(candidate.Name, table))?.Columns.FirstOrDefault(candidate => SchemaState.Same(candidate.Name, column));

    private void Take(DdlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement { IsTemporary: false } create:
                _made.Add(create.Table.Name);
                foreach (var column in create.Elements.OfType<ColumnElement>()) _made.Add(Key(create.Table.Name, column.Column.Name));
                foreach (var index in create.Elements.OfType<IndexElement>()) Make(create.Table.Name, index.Index.Name);
                foreach (var foreignKey in create.Elements.OfType<ForeignKeyElement>()) Make(create.Table.Name, foreignKey.ForeignKey.Name);
                break;
            case CreateViewStatement view:
                _made.Add(view.View.Name);
                break;
            case CreateIndexStatement create:
                Make(create.Table.Name, create.Index.Name);
                break;
            case RenameTableStatement rename:
                foreach (var pair in rename.Renames) Rename(pair.From.Name, pair.To.Name);
                break;
            case DropStatement { Kind: DroppedKind.Table or DroppedKind.View, IsTemporary: false } drop:
                foreach (var name in drop.Names) _gone.Add(name.Name);
                break;
            case AlterTableStatement alter:
                foreach (var clause in alter.Clauses) Take(alter.Table.Name, clause);
                break;
        }
    }

    private void Take(string table, AlterClause clause)
    {
        switch (clause)
        {
            case AddColumnsClause add:
                foreach (var column in add.Columns) _made.Add(Key(table, column.Column.Name));
                break;
            case AddIndexClause add:
                Make(table, add.Index.Name);
                break;
            case AddForeignKeyClause add:
                Make(table, add.ForeignKey.Name);
                break;
            case ChangeColumnClause change when !SchemaState.Same(change.OldName, change.Column.Column.Name):
                _gone.Add(Key(table, change.OldName));
                _made.Add(Key(table, change.Column.Column.Name));
                break;
            case RenameColumnClause rename:
                _gone.Add(Key(table, rename.From));
                _made.Add(Key(table, rename.To));
                break;
            case RenameIndexClause rename:
                Make(table, rename.To);
                break;
            case RenameToClause rename:
                Rename(table, rename.To.Name);
                break;
            case DropPartClause { Part: TablePart.Column, Name: { } name }:
                _gone.Add(Key(table, name));
                break;
        }
    }

    private void Rename(string from, string to)
    {
        _gone.Add(from);
        _made.Add(to);
        // What the columns of the renamed table were is the old name's; which of them the migrations made is no longer told apart.
        if (_artifacts.Tables.FirstOrDefault(table => SchemaState.Same(table.Name, to)) is not { } renamed) return;
        foreach (var column in renamed.Columns) _gone.Add(Key(to, column.Name));
    }

    private void Make(string table, string? part)
    {
        if (part is not null) _made.Add(Key(table, part));
    }

    private Table WithoutMade(Table table)
    {
        bool IsMade(string? part) => part is not null && _made.Contains(Key(table.Name, part));
        return table with
        {
            Columns = [.. table.Columns.Where(column => !IsMade(column.Name))],
            Indexes = [.. table.Indexes.Where(index => !IsMade(index.Name) && !index.Parts.Any(part => IsMade(part.Column)))],
            ForeignKeys = [.. table.ForeignKeys.Where(key => !IsMade(key.Name) && !key.Columns.Any(IsMade))],
        };
    }

    private static string Key(string table, string part) => table + "\0" + part;
}
