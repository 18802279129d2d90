using System.Text.RegularExpressions;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Transactions;

/// <summary>DescribeTransactions and ListTransactions (KIP-664, KIP-994, KIP-1152).</summary>
internal sealed class TransactionQueries(TransactionTable table)
{
    // States that a client may ask for by name though nobody is ever seen in them.
    private static readonly string[] PassingStates = ["Dead", "PrepareEpochFence"];

    public DescribeTransactionsResponse.TransactionStateData Describe(string transactionalId)
    {
        if (transactionalId.Length == 0) return Failed(transactionalId, ErrorCode.InvalidRequest);
        if (!table.TryGet(transactionalId, out var entry)) return Failed(transactionalId, ErrorCode.TransactionalIdNotFound);
        var metadata = entry.Metadata;
        return new()
        {
            TransactionalId = transactionalId,
            TransactionState = metadata.State.ToString(),
            TransactionTimeoutMs = metadata.TimeoutMs,
            TransactionStartTimeMs = metadata.StartMs,
            ProducerId = metadata.ProducerId,
            ProducerEpoch = metadata.Epoch.Value,
            Topics =
            [
                .. metadata.Partitions.GroupBy(partition => partition.Topic, StringComparer.Ordinal).Select(topic =>
                    new DescribeTransactionsResponse.TopicData { Topic = topic.Key, Partitions = [.. topic.Select(partition => partition.Partition)] }),
            ],
        };
    }

    /// <summary>The answer of a coordinator that cannot look.</summary>
    public static DescribeTransactionsResponse.TransactionStateData Failed(string transactionalId, ErrorCode error) =>
        new() { TransactionalId = transactionalId, ErrorCode = error, TransactionState = "", ProducerId = -1, ProducerEpoch = -1, TransactionStartTimeMs = -1 };

    public IReadOnlyList<ListTransactionsResponse.TransactionStateData> List(ListTransactionsRequest request, Regex? pattern, long nowMs) =>
    [
        .. table.All.Where(entry => IsListed(request, pattern, entry, nowMs)).Select(entry => new ListTransactionsResponse.TransactionStateData
        {
            TransactionalId = entry.TransactionalId,
            ProducerId = entry.Metadata.ProducerId,
            TransactionState = entry.Metadata.State.ToString(),
        }),
    ];

    /// <summary>The names among a request's states that are no states.</summary>
    public static string[] UnknownStates(string[] names) =>
        Array.FindAll(names, name => !PassingStates.Contains(name, StringComparer.Ordinal) && !Enum.GetNames<TransactionState>().Contains(name, StringComparer.Ordinal));

    /// <summary>A pattern that whole ids are to match; false where it is none, or one whose matching could take for ever.</summary>
    public static bool TryParsePattern(string? text, out Regex? pattern)
    {
        pattern = null;
        if (string.IsNullOrEmpty(text)) return true;
        try
        {
            // First alone: a pattern that closes our bracket is not a pattern.
            _ = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            pattern = new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsListed(in ListTransactionsRequest request, Regex? pattern, TransactionEntry entry, long nowMs)
    {
        var metadata = entry.Metadata;
        return (request.ProducerIdFilters.Length == 0 || request.ProducerIdFilters.Contains(metadata.ProducerId))
            && (request.StateFilters.Length == 0 || request.StateFilters.Contains(metadata.State.ToString(), StringComparer.Ordinal))
            && (request.DurationFilter < 0 || nowMs - metadata.StartMs > request.DurationFilter)
            && (pattern is null || pattern.IsMatch(entry.TransactionalId));
    }
}
