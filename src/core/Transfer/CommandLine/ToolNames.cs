using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>The words that name tools.</summary>
public static class ToolNames
{
    /// <summary>The word of a tool, e.g. <c>import-all-tables</c>.</summary>
    public static string TextOf(ToolName tool) => ToolCatalogue.Of(tool).Name;

    /// <summary>The tool of a word; null: there is none.</summary>
    public static ToolName? Find(string text) => ToolCatalogue.Find(text)?.Tool;
}
