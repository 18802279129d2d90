using System.Globalization;
using System.Text;

namespace Levada.Records;

/// <summary>What a dead letter's headers tell of it: where it is from, which share group gave it up, and why.</summary>
/// <remarks>
/// The names <c>__dlq.errors.*</c> and their texts are those of KIP-1191; <c>__levada.dlq.reason</c> is ours, a word that a program can
/// rely on where the message is for people. They stand behind the record's own headers. A record that has been a dead letter twice
/// has two sets, of which the last one counts.
/// </remarks>
/// <param name="DeliveryCount">How often it was delivered; null where that is not told.</param>
/// <param name="Message">Why, in a sentence; null where that is not told.</param>
/// <param name="Reason">Why, in a word; null where another broker wrote it.</param>
public sealed record DeadLetterContext(
    string Topic, int Partition, long Offset, string Group, short? DeliveryCount, string? Message, string? Reason)
{
    private const string TopicName = "__dlq.errors.topic";
    private const string PartitionName = "__dlq.errors.partition";
    private const string OffsetName = "__dlq.errors.offset";
    private const string GroupName = "__dlq.errors.group";
    private const string DeliveryCountName = "__dlq.errors.delivery.count";
    private const string MessageName = "__dlq.errors.message";
    private const string ReasonName = "__levada.dlq.reason";
    private static readonly string[] Names = [TopicName, PartitionName, OffsetName, GroupName, DeliveryCountName, MessageName, ReasonName];

    public RecordHeader[] ToHeaders()
    {
        var headers = new List<RecordHeader>
        {
            Header(TopicName, Topic),
            Header(PartitionName, Partition.ToString(CultureInfo.InvariantCulture)),
            Header(OffsetName, Offset.ToString(CultureInfo.InvariantCulture)),
            Header(GroupName, Group),
        };
        if (DeliveryCount is { } count) headers.Add(Header(DeliveryCountName, count.ToString(CultureInfo.InvariantCulture)));
        if (Message is { } message) headers.Add(Header(MessageName, message));
        if (Reason is { } reason) headers.Add(Header(ReasonName, reason));
        return [.. headers];
    }

    /// <summary>Takes the last set of a dead letter's headers apart from the others.</summary>
    /// <param name="own">The headers that the record had before it became a dead letter.</param>
    /// <returns>Null where topic, partition, offset or group are missing or make no sense.</returns>
    public static DeadLetterContext? TryRead(IReadOnlyList<RecordHeader> headers, out IReadOnlyList<RecordHeader> own)
    {
        own = headers;
        var first = headers.Count - 1;
        while (first >= 0 && headers[first].Key != TopicName) first--;
        if (first < 0) return null;
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in headers.Skip(first).Where(header => Names.Contains(header.Key)))
            told[header.Key] = Encoding.UTF8.GetString(header.Value ?? []);
        var context = Of(told);
        if (context is not null) own = [.. headers.Where((header, i) => i < first || !Names.Contains(header.Key))];
        return context;
    }

    private static DeadLetterContext? Of(Dictionary<string, string> told)
    {
        if (told[TopicName].Length == 0 || told.GetValueOrDefault(GroupName) is not { Length: > 0 } group) return null;
        if (!int.TryParse(told.GetValueOrDefault(PartitionName), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)) return null;
        if (!long.TryParse(told.GetValueOrDefault(OffsetName), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return null;
        short? count = short.TryParse(told.GetValueOrDefault(DeliveryCountName), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new(told[TopicName], partition, offset, group, count, told.GetValueOrDefault(MessageName), told.GetValueOrDefault(ReasonName));
    }

    private static RecordHeader Header(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
