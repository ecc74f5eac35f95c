namespace Migrations.Module.Tests;

/// <summary>The demo project, copied.</summary>
internal sealed class DemoProject : IDisposable
{
    public DemoProject()
    {
        var from = Path.Combine(Repository.Root, "examples", "bookings");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(Root, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("migrations-demo-").FullName;

    /// <summary>Adds a column to demo_rooms in schema.ts, in line 15.</summary>
    public void AddFloor() => Edit("description: text('description'),", "description: text('description'),\n  floor: int('floor').default(0).notNull(),");

    public void RemoveFloor() => Edit("\n  floor: int('floor').default(0).notNull(),", "");

    private void Edit(string from, string to)
    {
        var schema = Path.Combine(Root, "drizzle", "schema.ts");
        var text = File.ReadAllText(schema);
        Assert.Equal(2, text.Split(from).Length);
        File.WriteAllText(schema, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
