using Migrations.Model;

namespace Migrations.Core.Tests;

public class SourceLocationTests
{
    [Fact]
    public void Prints_as_editors_and_terminals_link_it() =>
        Assert.Equal("drizzle/0001_a.sql:3:14", new SourceLocation("drizzle/0001_a.sql", 3, 14).ToString());
}
