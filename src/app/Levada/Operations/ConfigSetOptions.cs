using Levada.Client.Admin;

namespace Levada.Operations;

/// <summary><c>config set</c>.</summary>
internal sealed record ConfigSetOptions(ConfigResource Resource, IReadOnlyList<ConfigChange> Changes, bool IsDryRun);
