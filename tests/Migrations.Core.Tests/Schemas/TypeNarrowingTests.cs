using Migrations.Core.Schemas;
using Migrations.Model;

namespace Migrations.Core.Tests.Schemas;

/// <summary>Which changes of a type can lose something.</summary>
public class TypeNarrowingTests
{
    [Theory]
    [InlineData("int", "bigint")]
    [InlineData("int unsigned", "bigint")]
    [InlineData("tinyint(1)", "int")]
    [InlineData("int(11)", "int")]
    [InlineData("varchar(50)", "varchar(60)")]
    [InlineData("varchar(255)", "text")]
    [InlineData("text", "longtext")]
    [InlineData("char(3)", "varchar(3)")]
    [InlineData("decimal(10,2)", "decimal(12,4)")]
    [InlineData("float", "double")]
    [InlineData("datetime", "datetime(6)")]
    [InlineData("timestamp", "datetime")]
    [InlineData("date", "datetime")]
    [InlineData("enum('a','b')", "enum('b','a','c')")]
    [InlineData("set('a')", "set('a','b')")]
    [InlineData("enum('a','b')", "varchar(10)")]
    [InlineData("blob", "mediumblob")]
    [InlineData("int", "decimal(10,0)")]
    [InlineData("int", "varchar(11)")]
    [InlineData("int unsigned", "varchar(10)")]
    [InlineData("bit(1)", "bit(8)")]
    [InlineData("decimal(9,0)", "int")]
    [InlineData("json", "longtext")]
    public void What_holds_every_value_is_no_narrowing(string old, string now) => Assert.Null(Loss(old, now));

    [Theory]
    [InlineData("bigint", "int")]
    [InlineData("int", "int unsigned")]
    [InlineData("int unsigned", "int")]
    [InlineData("bigint unsigned", "bigint")]
    [InlineData("varchar(60)", "varchar(50)")]
    [InlineData("text", "varchar(255)")]
    [InlineData("longtext", "text")]
    [InlineData("varchar(300)", "tinytext")]
    [InlineData("decimal(10,2)", "decimal(10,4)")]
    [InlineData("decimal(10,2)", "decimal(10,1)")]
    [InlineData("double", "float")]
    [InlineData("datetime(6)", "datetime")]
    [InlineData("datetime", "date")]
    [InlineData("datetime", "timestamp")]
    [InlineData("enum('a','b')", "enum('a')")]
    [InlineData("set('a','b')", "set('b','c')")]
    [InlineData("varchar(10)", "int")]
    [InlineData("text", "datetime")]
    [InlineData("varbinary(20)", "varbinary(10)")]
    [InlineData("decimal(10,2)", "int")]
    [InlineData("decimal(10,0)", "int")]
    [InlineData("double", "int")]
    [InlineData("int", "varchar(2)")]
    [InlineData("int", "decimal(3,0)")]
    [InlineData("bigint", "float")]
    [InlineData("bit(8)", "bit(1)")]
    [InlineData("datetime", "time")]
    [InlineData("varchar(10)", "enum('a')")]
    [InlineData("json", "varchar(10)")]
    public void What_may_lose_something_says_so(string old, string now) => Assert.False(string.IsNullOrEmpty(Loss(old, now)));

    private static string? Loss(string old, string now) => TypeNarrowing.Loss(new Column { Name = "c", Type = old }, new Column { Name = "c", Type = now });
}
