namespace Levada.Broker.Share;

/// <summary>How much of a log a share fetch has to look through.</summary>
/// <param name="FreshOffset">From here on nobody holds anything.</param>
/// <param name="FreshCountMax">With so many records behind it no further batch is of use.</param>
internal readonly record struct ShareReadLimit(long FreshOffset, int FreshCountMax);
