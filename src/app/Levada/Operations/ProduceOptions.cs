using Levada.Client.Producing;
using Levada.Records;

namespace Levada.Operations;

/// <summary><c>produce</c>.</summary>
/// <param name="Files">Read one after another; empty for standard input.</param>
/// <param name="RecordDelimiter">What ends a record; null makes each file one record.</param>
/// <param name="KeyDelimiter">What stands between key and value; null where there are no keys.</param>
/// <param name="Key">The key of every record, if there is no delimiter.</param>
/// <param name="IsEmptyNull">Whether empty keys and values are null.</param>
/// <param name="IsJson">Whether each line is a record as <c>consume --output json</c> prints it.</param>
/// <param name="Partition">-1 to choose by key.</param>
internal sealed record ProduceOptions(
    string Topic, IReadOnlyList<string> Files, byte[]? RecordDelimiter, byte[]? KeyDelimiter, byte[]? Key, IReadOnlyList<RecordHeader> Headers,
    bool IsEmptyNull, bool IsJson, int Partition, long TimestampMs, ProducerOptions Producer);
