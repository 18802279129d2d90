using System.Data.Common;
using Levada.Transfer.Rows;

namespace Levada.Databases.Generic;

/// <summary>Appends the value of a column of the reader's current row, which is not NULL, to a vector.</summary>
internal delegate void AdoCell(DbDataReader reader, int ordinal, ColumnVector vector, CancellationToken cancellationToken);
