using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>A schema on its way through statements.</summary>
internal sealed class SchemaFold
{
    private readonly List<Table> _tables;
    private readonly List<SchemaView> _views;
    private readonly Dictionary<string, int> _numbers;
    private readonly bool _isExact;

    /// <summary>Begins with a schema.</summary>
    /// <param name="schema">The schema before.</param>
    /// <param name="tableNames">How the server compares the names of tables; null for files, where a name in another case is taken for the table if none has the very name.</param>
    public SchemaFold(DatabaseSchema schema, StringComparer? tableNames = null)
    {
        _isExact = tableNames is not null;
        _numbers = new Dictionary<string, int>(tableNames ?? StringComparer.Ordinal);
        _tables = [.. schema.Tables];
        _views = [.. schema.Views];
        Renumber();
    }

    public DatabaseSchema ToSchema() => new() { Tables = [.. _tables], Views = [.. _views] };

    /// <summary>The table of a name; null where there is none.</summary>
    public Table? Get(ObjectName name) => Find(name) is var number and >= 0 ? _tables[number] : null;

    /// <summary>The names of the tables that are not in another database.</summary>
    public IEnumerable<string> Names => _tables.Where(table => table.Database is null).Select(table => table.Name);

    /// <summary>Takes a table as it is told: in the place of the one of that name, or as one more.</summary>
    public void Put(Table table)
    {
        if (Find(new ObjectName(table.Database, table.Name, default)) is var number and >= 0)
        {
            _tables[number] = table;
            return;
        }
        _tables.Add(table);
        _numbers[Key(table.Database, table.Name)] = _tables.Count - 1;
    }

    /// <summary>Takes a table out, where it is there.</summary>
    public void Remove(ObjectName name)
    {
        if (Find(name) is not (var number and >= 0)) return;
        _tables.RemoveAt(number);
        Renumber();
    }

    /// <summary>Whether there is a view of that name.</summary>
    public bool HasView(ObjectName name) => ViewOf(name) is not null;

    /// <summary>The view of a name; null where there is none.</summary>
    public SchemaView? ViewOf(ObjectName name) => _views.Find(view => Same(view.Database, view.Name, name));

    public void Apply(DdlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement { IsTemporary: false } create:
                Create(create);
                break;
            case CreateIndexStatement create:
                Change(create.Table, table => TableFold.AddIndex(table, create.Index, create.OrReplace));
                break;
            case AlterTableStatement alter:
                foreach (var clause in alter.Clauses) Alter(alter.Table, clause);
                break;
            case DropStatement { IsTemporary: false } drop:
                Drop(drop);
                break;
            case RenameTableStatement rename:
                foreach (var pair in rename.Renames) Rename(pair.From, pair.To);
                break;
            case CreateViewStatement create:
                AddView(create);
                break;
        }
    }

    private void Create(CreateTableStatement create)
    {
        var number = Find(create.Table);
        if (number >= 0 && !create.OrReplace) return;
        var table = create.Like is { } like && Find(like) is var model and >= 0
            // LIKE copies everything but the foreign keys.
            ? _tables[model] with { Database = create.Table.Database, Name = create.Table.Name, ForeignKeys = [], Location = create.Location }
            : TableFold.Create(create);
        if (number >= 0)
        {
            _tables[number] = table;
            return;
        }
        _tables.Add(table);
        _numbers[Key(create.Table)] = _tables.Count - 1;
    }

    private void Alter(ObjectName name, AlterClause clause)
    {
        if (clause is RenameToClause rename)
        {
            Rename(name, rename.To);
            return;
        }
        if (RenamedColumn(clause) is { } renamed && renamed.From != renamed.To && Find(name) >= 0)
            ForEachReference(name, foreignKey => foreignKey with { ReferencedColumns = TableFold.Renamed(foreignKey.ReferencedColumns, renamed.From, renamed.To) });
        Change(name, table => TableFold.Alter(table, clause));
    }

    private static (string From, string To)? RenamedColumn(AlterClause clause) => clause switch
    {
        ChangeColumnClause change => (change.OldName, change.Column.Column.Name),
        RenameColumnClause rename => (rename.From, rename.To),
        _ => null,
    };

    private void Drop(DropStatement drop)
    {
        if (drop.Kind == DroppedKind.Index) Change(drop.OnTable!, table => TableFold.DropIndex(table, drop.Names[0].Name));
        foreach (var name in drop.Names)
        {
            if (drop.Kind == DroppedKind.View) _views.RemoveAll(view => Same(view.Database, view.Name, name));
            if (drop.Kind == DroppedKind.Table) Remove(name);
        }
    }

    private void Rename(ObjectName from, ObjectName to)
    {
        if (Find(from) is not (var number and >= 0)) return;
        ForEachReference(from, foreignKey => foreignKey with { ReferencedTable = to.Name, ReferencedDatabase = to.Database });
        _tables[number] = _tables[number] with { Name = to.Name, Database = to.Database };
        Renumber();
    }

    private void AddView(CreateViewStatement create)
    {
        var number = _views.FindIndex(view => Same(view.Database, view.Name, new ObjectName(create.View.Database, create.View.Name, default)));
        if (number < 0) _views.Add(create.View);
        else if (create.OrReplace) _views[number] = create.View;
    }

    private void ForEachReference(ObjectName name, Func<ForeignKey, ForeignKey> change)
    {
        for (var i = 0; i < _tables.Count; i++)
        {
            if (!_tables[i].ForeignKeys.Any(key => Same(key.ReferencedDatabase, key.ReferencedTable, name))) continue;
            _tables[i] = _tables[i] with
            {
                ForeignKeys = [.. _tables[i].ForeignKeys.Select(key => Same(key.ReferencedDatabase, key.ReferencedTable, name) ? change(key) : key)],
            };
        }
    }

    private void Change(ObjectName name, Func<Table, Table> change)
    {
        if (Find(name) is var number and >= 0) _tables[number] = change(_tables[number]);
    }

    // By its exact name, or by the only reading that a server with lower_case_table_names would have.
    private int Find(ObjectName name)
    {
        if (_numbers.TryGetValue(Key(name), out var number)) return number;
        if (_isExact) return -1;
        return _tables.FindIndex(table => Same(table.Database, table.Name, name));
    }

    private static bool Same(string? database, string table, ObjectName name) =>
        string.Equals(table, name.Name, StringComparison.OrdinalIgnoreCase) && string.Equals(database, name.Database, StringComparison.OrdinalIgnoreCase);

    private static string Key(ObjectName name) => Key(name.Database, name.Name);

    private static string Key(string? database, string name) => database is null ? name : $"{database}\0{name}";

    private void Renumber()
    {
        _numbers.Clear();
        for (var i = 0; i < _tables.Count; i++) _numbers[Key(_tables[i].Database, _tables[i].Name)] = i;
    }
}
