namespace Levada.Metadata.Quotas;

internal static class QuotaTime
{
    /// <summary>Whole milliseconds, halves up as Java rounds, within an int.</summary>
    public static int RoundMs(double ms) => (int)Math.Clamp(Math.Floor(ms + 0.5), 0, int.MaxValue);
}
