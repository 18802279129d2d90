namespace Levada.History.Workloads.Share;

/// <summary>How much one share fetch asks for.</summary>
/// <param name="IsRecordLimitStrict">Whether batches are cut to keep to the count of records (KIP-1206).</param>
internal readonly record struct ShareFetchLimits(int WaitMsMax, int RecordCountMax, bool IsRecordLimitStrict);
