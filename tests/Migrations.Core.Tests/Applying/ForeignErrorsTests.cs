using Migrations.Core.Applying;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Tests.Applying;

public sealed class ForeignErrorsTests
{
    private static readonly string Absolute = Path.Combine(Path.GetTempPath(), "x.sql");

    public static TheoryData<string, string, Exception> Foreign => new()
    {
        { "FileNotFound", Absolute, new FileNotFoundException("gone", Absolute) },
        { "FileNotFound", "place", new DirectoryNotFoundException("gone") },
        { "FileUnreadable", "place", new IOException("the disk is broken") },
        { "FileUnreadable", "place", new UnauthorizedAccessException("no") },
        { "ConnectionLost", "place", new ConnectionLostException(new IOException("reset")) },
        { "UnexpectedError", "place", new InvalidOperationException("no element") },
        { "UnexpectedError", "place", new NullReferenceException() },
        { "UnexpectedError", "place", new System.Text.Json.JsonException("odd") },
        // An assembly that cannot be loaded is no file of the user's.
        { "UnexpectedError", "place", new FileNotFoundException("gone", "Jint, Version=4.0.0.0") },
        { "UnexpectedError", "place", new FileLoadException("broken", "Jint.dll") },
        { "FileUnreadable", "place", new AggregateException(new IOException("the disk is broken")) },
    };

    [Theory, MemberData(nameof(Foreign), DisableDiscoveryEnumeration = true)]
    public void Each_has_an_id_a_target_and_its_cause(string id, string target, Exception error)
    {
        var made = ForeignErrors.Of(error, "place", text => text);

        Assert.Equal((id, target), (made.ErrorId, made.ErrorTarget));
        Assert.Same(error is AggregateException several ? several.InnerException : error, made.InnerException);
        Assert.EndsWith(".", made.Advice);
    }

    [Fact]
    public void The_engines_own_stay_as_they_are()
    {
        var own = new MigrationException(ErrorIds.TagUnknown, "What.", "Advice.", target: "tag");
        Assert.Same(own, ForeignErrors.Of(own, "place", text => text));
        Assert.Same(own, ForeignErrors.Of(new AggregateException(own), "place", text => text));
    }

    [Fact]
    public void The_driver_at_a_closed_connection_is_a_lost_one()
    {
        using var connection = new MySqlConnector.MySqlConnection("Server=127.0.0.1;User ID=u");
        using var command = new MySqlConnector.MySqlCommand("SELECT 1", connection);
        Assert.Equal("ConnectionLost", ForeignErrors.Of(Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar()), "place", text => text).ErrorId);
    }

    [Theory]
    [InlineData("mysql://u:p%40ss%2Fw0rd@host/db")]
    [InlineData("Server=host;User ID=u;Password=p@ss/w0rd;Database=db")]
    public void No_spelling_of_a_password_stays_in_it(string url)
    {
        Exception thrown;
        try
        {
            throw new InvalidOperationException("p@ss/w0rd p%40ss%2Fw0rd p%40ss%2fw0rd", new ArithmeticException("p@ss/w0rd"));
        }
        catch (InvalidOperationException error)
        {
            thrown = error;
        }

        var made = ForeignErrors.Of(thrown, "place", text => ConnectionSettings.RedactUrl(text, url));

        Assert.Contains("InvalidOperationException: *** *** ***", made.What);
        Assert.DoesNotContain("w0rd", made.ToString());
        Assert.Contains(nameof(No_spelling_of_a_password_stays_in_it), made.InnerException!.StackTrace);
    }

    [Fact]
    public void A_url_that_nobody_understands_is_taken_out_whole() =>
        Assert.Equal("at ***.", ConnectionSettings.RedactUrl("at nonsense://u:p@ss@h.", "nonsense://u:p@ss@h"));
}
