using System.Text;
using CsCheck;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Sources;

public class SourceTextTests
{
    private const string Text = "SELECT 'é𝛼';\r\n";

    public static TheoryData<byte[]> Encodings => new(
        Encoding.UTF8.GetBytes(Text),
        [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)],
        [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)],
        [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)]);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_encoding_that_editors_on_Windows_write_is_read(byte[] bytes) => Assert.Equal(Text, SourceText.Decode("a.sql", bytes).Text);

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF })]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    public void An_empty_file_is_an_empty_text(byte[] bytes) => Assert.Equal("", SourceText.Decode("a.sql", bytes).Text);

    public static TheoryData<byte[], int, int> NotUtf8 => new()
    {
        { [0xE9], 1, 1 },
        { [.. "a\nb"u8, 0xE9, .. " c"u8], 2, 2 },
        { [0xEF, 0xBB, 0xBF, .. "ab"u8, 0xFF], 1, 3 },
        { [.. "é𝛼"u8, 0x80], 1, 4 }, // columns in UTF-16 units
        { [.. "ab"u8, 0xE2, 0x82], 1, 3 }, // cut off at the end of the file
        { [.. "a"u8, 0xE2, 0x28, .. "b"u8], 1, 2 }, // where the character begins, not where it breaks off
        { [.. "\r\n\r\n"u8, 0xC0, 0xAF], 3, 1 }, // overlong
        { [.. "x"u8, 0xED, 0xA0, 0x80], 1, 2 }, // a surrogate
    };

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public void The_first_byte_that_is_not_UTF_8_is_named(byte[] bytes, int line, int column)
    {
        var error = Assert.Throws<MigrationException>(() => SourceText.Decode("a.sql", bytes));
        Assert.Equal(("FileNotUtf8", new SourceLocation("a.sql", line, column)), (error.ErrorId, error.Location));
        Assert.StartsWith($"a.sql:{line}:{column}: ", error.Message);
    }

    [Fact]
    public void Whatever_stands_before_and_behind_the_bad_byte_is_the_one_named() => Gen.Select(Gen.String, Gen.String).Sample((before, after) =>
    {
        // A lone surrogate cannot be written as UTF-8.
        before = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(before));
        byte[] bytes = [.. Encoding.UTF8.GetBytes(before), 0xFF, .. Encoding.UTF8.GetBytes(after)];
        if (bytes is [0xFF, 0xFE, ..]) return true;
        var error = Assert.Throws<MigrationException>(() => SourceText.Decode("a.sql", bytes));
        return error.Location == new SourceText("a.sql", before.TrimStart('\uFEFF') == before ? before : before[1..]).LocationAt(int.MaxValue);
    });

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(5, 3, 1)] // CRLF is one line end
    [InlineData(6, 4, 1)] // a lone CR too
    [InlineData(7, 4, 2)]
    [InlineData(99, 4, 2)]
    [InlineData(-1, 1, 1)]
    public void An_offset_is_a_line_and_a_column(int offset, int line, int column) =>
        Assert.Equal(new SourceLocation("a.sql", line, column), new SourceText("a.sql", "a\nb\r\n\rc").LocationAt(offset));
}
