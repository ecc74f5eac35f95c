using System.Text;
using Migrations.Core.Journals;
using Migrations.Model;

namespace Migrations.Core.Tests.Journals;

public class ContentHashesTests
{
    // Node: crypto.createHash('sha256').update(fs.readFileSync(path).toString()).digest('hex')
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void The_hash_is_drizzles(string text, string hash) => Assert.Equal(hash, Of(text).AsIs);

    [Fact]
    public void A_byte_order_mark_counts_as_text_and_bad_bytes_as_Node_reads_them()
    {
        Assert.Equal(TemporaryProject.Sha256("\uFEFFabc"), new ContentHashes([0xEF, 0xBB, 0xBF, .. "abc"u8]).AsIs);
        Assert.Equal(TemporaryProject.Sha256("caf\uFFFD;"), new ContentHashes([.. "caf"u8, 0xE9, .. ";"u8]).AsIs);
    }

    [Fact]
    public void A_text_without_breakpoints_and_line_ends_has_one_hash() => Assert.Equal([TemporaryProject.Sha256("abc")], Of("abc").All);

    [Theory]
    [InlineData("a;\n--> statement-breakpoint\nb;\n")]
    [InlineData("a;\r\n--> statement-breakpoint\r\nb;\r\n")]
    public void Every_variant_is_recognised_from_either_checkout(string text)
    {
        string[] variants =
        [
            "a;\n--> statement-breakpoint\nb;\n", "a;\n\nb;\n", "a;\r\n--> statement-breakpoint\r\nb;\r\n", "a;\r\n\r\nb;\r\n",
        ];
        var hashes = Of(text);
        Assert.Equal(variants.Select(TemporaryProject.Sha256).Order(), hashes.All.Order());
        Assert.Equal(TemporaryProject.Sha256(text), hashes.All[0]);
        Assert.True(hashes is { HasBreakpoints: true, HasNewlines: true });
    }

    [Theory]
    [InlineData(HistoryHash.Drizzle, HashNewline.Lf, "a;--> statement-breakpoint\nb;\n")]
    [InlineData(HistoryHash.Drizzle, HashNewline.CrLf, "a;--> statement-breakpoint\r\nb;\r\n")]
    [InlineData(HistoryHash.WithoutBreakpoints, HashNewline.Lf, "a;\nb;\n")]
    [InlineData(HistoryHash.WithoutBreakpoints, HashNewline.CrLf, "a;\r\nb;\r\n")]
    public void A_variant_is_made_whatever_the_file_has(HistoryHash hash, HashNewline newline, string hashed)
    {
        foreach (var file in new[] { "a;--> statement-breakpoint\nb;\n", "a;--> statement-breakpoint\r\nb;\r\n", "a;--> statement-breakpoint\r\nb;\n" })
            Assert.Equal(TemporaryProject.Sha256(hashed), Of(file).In(hash, newline));
    }

    [Fact]
    public void Mixed_line_ends_are_recognised_as_they_are() =>
        Assert.Equal(
            new[] { "a\r\nb\n", "a\nb\n", "a\r\nb\r\n" }.Select(TemporaryProject.Sha256),
            Of("a\r\nb\n").All);

    private static ContentHashes Of(string text) => new(Encoding.UTF8.GetBytes(text));
}
