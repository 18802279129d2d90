using Levada.Protocol;

namespace Levada.Client.Connections;

/// <summary>The request versions one broker serves.</summary>
internal sealed class ApiVersionTable
{
    private readonly (short Min, short Max)[] _ranges;

    public ApiVersionTable(IEnumerable<(ApiKey Key, short Min, short Max)> ranges)
    {
        _ranges = new (short, short)[256];
        Array.Fill(_ranges, ((short)0, (short)-1));
        foreach (var (key, min, max) in ranges)
        {
            if ((uint)key < (uint)_ranges.Length) _ranges[(int)key] = (min, max);
        }
    }

    /// <summary>The highest version both sides know, or null.</summary>
    public short? Common(ApiKey key, short lowest, short highest)
    {
        if ((uint)key >= (uint)_ranges.Length) return null;
        var (min, max) = _ranges[(int)key];
        var common = Math.Min(highest, max);
        return common >= Math.Max(lowest, min) ? common : null;
    }

    public bool Supports(ApiKey key) => (uint)key < (uint)_ranges.Length && _ranges[(int)key].Max >= 0;
}
