using Levada.Output;
using Levada.Records;

namespace Levada.Text;

/// <summary>A printf-like format of records, e.g. <c>%t/%p@%o %k=%v\n</c>, with kcat's letters.</summary>
internal sealed class RecordFormat
{
    /// <summary>The letters, for help texts.</summary>
    public const string Letters = "%t topic, %p partition, %o offset, %k key, %K key bytes, %v or %s value, %V or %S value bytes, "
        + "%T timestamp in ms, %h headers, %% percent sign; \\n \\r \\t \\0 \\xHH \\\\ as usual";

    private readonly List<(char Letter, byte[] Literal)> _pieces = [];

    private RecordFormat()
    {
    }

    /// <exception cref="UsageException">A letter or an escape that does not exist.</exception>
    public static RecordFormat Parse(string text)
    {
        var format = new RecordFormat();
        var literalStart = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '%') continue;
            format.AddLiteral(text.AsSpan(literalStart, index - literalStart));
            if (++index == text.Length) throw new UsageException("the format ends in a lone %; write %% for a percent sign");
            format.AddLetter(text[index]);
            literalStart = index + 1;
        }

        format.AddLiteral(text.AsSpan(literalStart));
        return format;
    }

    /// <param name="nullText">What stands for a null key or value.</param>
    public void Write(ByteSink sink, string topic, int partition, Record record, ReadOnlySpan<byte> nullText)
    {
        foreach (var (letter, literal) in _pieces)
        {
            switch (letter)
            {
                case 't': sink.Write(topic); break;
                case 'p': sink.Write((long)partition); break;
                case 'o': sink.Write(record.Offset); break;
                case 'k': sink.Write(record.IsKeyNull ? nullText : record.Key); break;
                case 'K': sink.Write(record.IsKeyNull ? -1L : record.Key.Length); break;
                case 's': sink.Write(record.IsValueNull ? nullText : record.Value); break;
                case 'S': sink.Write(record.IsValueNull ? -1L : record.Value.Length); break;
                case 'T': sink.Write(record.Timestamp); break;
                case 'h': WriteHeaders(sink, record, nullText); break;
                default: sink.Write(literal); break;
            }
        }
    }

    private static void WriteHeaders(ByteSink sink, Record record, ReadOnlySpan<byte> nullText)
    {
        var isFirst = true;
        foreach (var header in record.Headers)
        {
            if (!isFirst) sink.Write((byte)',');
            isFirst = false;
            sink.Write(header.Key);
            sink.Write((byte)'=');
            sink.Write(header.IsValueNull ? nullText : header.Value);
        }
    }

    private void AddLetter(char letter)
    {
        const string Known = "tpokKsSTh";
        if (letter == '%') _pieces.Add((default, [(byte)'%']));
        else if (letter is 'v' or 'V') _pieces.Add((letter == 'v' ? 's' : 'S', []));
        else if (Known.Contains(letter)) _pieces.Add((letter, []));
        else throw new UsageException($"%{letter} means nothing; there are {Letters}");
    }

    private void AddLiteral(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty) _pieces.Add((default, Escapes.Resolve(text)));
    }
}
