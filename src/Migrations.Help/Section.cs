using Markdig;
using Markdig.Syntax;

namespace Migrations.Help;

/// <summary>A heading of a page and the blocks up to the next heading of any level.</summary>
/// <param name="Level">The heading's level, from 1.</param>
/// <param name="Title">Its text.</param>
/// <param name="Blocks">The blocks.</param>
internal sealed record Section(int Level, string Title, IReadOnlyList<Block> Blocks)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>Cuts a page at its headings.</summary>
    /// <param name="markdown">The page.</param>
    public static IReadOnlyList<Section> Of(string markdown)
    {
        var sections = new List<Section>();
        var blocks = new List<Block>();
        foreach (var block in Markdown.Parse(markdown.ReplaceLineEndings("\n"), Pipeline))
        {
            if (block is HeadingBlock heading)
            {
                blocks = [];
                sections.Add(new Section(heading.Level, PlainText.OfInlines(heading.Inline), blocks));
            }
            else
            {
                blocks.Add(block);
            }
        }
        return sections;
    }
}
