using System.Net;
using System.Runtime.InteropServices;

namespace Levada.Network;

/// <summary>Counts the connections of all listeners, in all and by address, against their limits.</summary>
internal sealed class ConnectionQuota
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _count;

    /// <summary>Takes a place for a connection; false: a limit is met, which <paramref name="limit"/> names.</summary>
    public bool TryAdd(IPAddress address, ConnectionLimits limits, out string limit)
    {
        lock (_gate)
        {
            limit = "max.connections";
            if (_count >= limits.ConnectionCountMax) return false;
            limit = "max.connections.per.ip";
            if (!limits.ConnectionsPerAddressOverrides.TryGetValue(address, out var max)) max = limits.ConnectionsPerAddressMax;
            if (_byAddress.GetValueOrDefault(address) >= max) return false;
            CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, address, out _)++;
            _count++;
            return true;
        }
    }

    public void Remove(IPAddress address)
    {
        lock (_gate)
        {
            _count--;
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_byAddress, address);
            if (--count == 0) _byAddress.Remove(address);
        }
    }
}
