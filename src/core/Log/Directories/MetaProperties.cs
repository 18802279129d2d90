using System.Globalization;
using System.Text;
using Levada.Protocol;

namespace Levada.Log.Directories;

/// <summary>Whose a log directory is (<c>meta.properties</c>).</summary>
/// <param name="DirectoryId">Names this directory among the node's; null in files of older brokers.</param>
public sealed record MetaProperties(string ClusterId, int NodeId, Uuid? DirectoryId)
{
    internal const string FileName = "meta.properties";
    private const string VersionField = "version";
    private const string ClusterIdField = "cluster.id";
    private const string NodeIdField = "node.id";
    private const string BrokerIdField = "broker.id";
    private const string DirectoryIdField = "directory.id";

    /// <summary>Reads the file's content; null when it does not name a cluster and a node.</summary>
    internal static MetaProperties? Parse(string text)
    {
        var properties = JavaProperties.Parse(text);
        var idField = properties.ContainsKey(NodeIdField) ? NodeIdField : BrokerIdField;
        if (!properties.TryGetValue(ClusterIdField, out var clusterId)
            || !properties.TryGetValue(idField, out var idText)
            || !int.TryParse(idText, NumberStyles.None, CultureInfo.InvariantCulture, out var nodeId)) return null;
        properties.TryGetValue(DirectoryIdField, out var directoryText);
        return new(clusterId, nodeId, Uuid.TryParse(directoryText, out var directoryId) ? directoryId : null);
    }

    internal byte[] ToBytes()
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [VersionField] = "1",
            [ClusterIdField] = ClusterId,
            [NodeIdField] = NodeId.ToString(CultureInfo.InvariantCulture),
        };
        if (DirectoryId is { } directoryId) properties[DirectoryIdField] = directoryId.ToString();
        return Encoding.UTF8.GetBytes(JavaProperties.Format(properties));
    }
}
