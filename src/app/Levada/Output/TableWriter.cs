using System.Text;

namespace Levada.Output;

/// <summary>Lays tables out in lines of a given width: the widest columns give way first, and what is cut ends in '…'.</summary>
internal static class TableWriter
{
    private const string Gap = "  ";
    private const int WidthMin = 3;

    /// <param name="widthMax">Columns of the terminal; <see cref="int.MaxValue"/> cuts nothing.</param>
    public static IEnumerable<string> Lines(Table table, int widthMax)
    {
        var widths = Widths(table, widthMax);
        yield return Line(table, widths, index => table.Columns[index].Header);
        foreach (var row in table.Rows) yield return Line(table, widths, index => row[index].Text);
    }

    /// <summary>The width of each column, all gaps and columns together at most <paramref name="widthMax"/> where that is possible.</summary>
    public static int[] Widths(Table table, int widthMax)
    {
        var widths = table.Columns.Select(column => TextWidth(column.Header)).ToArray();
        foreach (var row in table.Rows)
        {
            for (var index = 0; index < widths.Length; index++) widths[index] = Math.Max(widths[index], TextWidth(row[index].Text));
        }

        long excess = widths.Sum(width => (long)width) + ((long)Gap.Length * (widths.Length - 1)) - widthMax;
        while (excess > 0)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= WidthMin) break;
            var second = widths.Where((_, index) => index != widest).Append(WidthMin).Max();
            var cut = (int)Math.Min(excess, Math.Max(1, widths[widest] - Math.Max(second, WidthMin)));
            widths[widest] -= cut;
            excess -= cut;
        }

        return widths;
    }

    /// <summary>The text, at most so wide; line breaks and control characters become spaces.</summary>
    public static string Fit(string text, int width)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        var clean = line.ToString();
        if (TextWidth(clean) <= width) return clean;
        return string.Concat(clean.EnumerateRunes().Take(width - 1).Select(rune => rune.ToString())) + "…";
    }

    private static string Line(Table table, int[] widths, Func<int, string> textOf)
    {
        var line = new StringBuilder();
        for (var index = 0; index < widths.Length; index++)
        {
            if (index > 0) line.Append(Gap);
            var text = Fit(textOf(index), widths[index]);
            var padding = new string(' ', widths[index] - TextWidth(text));
            line.Append(table.Columns[index].IsRight ? padding + text : text + padding);
        }

        return line.ToString().TrimEnd();
    }

    private static int TextWidth(string text) => text.EnumerateRunes().Count();
}
