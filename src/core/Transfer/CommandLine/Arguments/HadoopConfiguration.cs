using System.Xml;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Reads the properties of a Hadoop configuration file (<c>-conf</c>).</summary>
internal static class HadoopConfiguration
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        IgnoreProcessingInstructions = true,
    };

    /// <exception cref="UsageException">Not XML.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Parse(string fileName, string text)
    {
        try
        {
            return Read(text);
        }
        catch (XmlException e)
        {
            throw new UsageException($"Cannot read configuration file {fileName}: {e.Message}");
        }
    }

    private static List<KeyValuePair<string, string>> Read(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        string? name = null;
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        reader.MoveToContent();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Name == "name") name = reader.ReadElementContentAsString().Trim();
            else if (reader.NodeType == XmlNodeType.Element && reader.Name == "value" && name is not null)
            {
                pairs.Add(KeyValuePair.Create(name, reader.ReadElementContentAsString()));
                name = null;
            }
            else reader.Read();
        }

        return pairs;
    }
}
