-- Northwind Traders, Microsoft's public sample database: the tables and columns that a
-- shop's mapping may want, as its documentation names them. The rows are made up.

CREATE TABLE Customers (
    CustomerID   TEXT PRIMARY KEY,
    CompanyName  TEXT NOT NULL,
    ContactName  TEXT,
    ContactTitle TEXT,
    Address      TEXT,
    City         TEXT,
    Region       TEXT,
    PostalCode   TEXT,
    Country      TEXT,
    Phone        TEXT,
    Fax          TEXT
);
CREATE TABLE Employees (
    EmployeeID INTEGER PRIMARY KEY,
    LastName   TEXT NOT NULL,
    FirstName  TEXT NOT NULL
);
CREATE TABLE Shippers (
    ShipperID   INTEGER PRIMARY KEY,
    CompanyName TEXT NOT NULL,
    Phone       TEXT
);
CREATE TABLE Categories (
    CategoryID   INTEGER PRIMARY KEY,
    CategoryName TEXT NOT NULL,
    Description  TEXT
);
CREATE TABLE Products (
    ProductID       INTEGER PRIMARY KEY,
    ProductName     TEXT NOT NULL,
    SupplierID      INTEGER,
    CategoryID      INTEGER REFERENCES Categories (CategoryID),
    QuantityPerUnit TEXT,
    UnitPrice       REAL,
    UnitsInStock    INTEGER,
    UnitsOnOrder    INTEGER,
    ReorderLevel    INTEGER,
    Discontinued    INTEGER NOT NULL
);
CREATE TABLE Orders (
    OrderID        INTEGER PRIMARY KEY,
    CustomerID     TEXT REFERENCES Customers (CustomerID),
    EmployeeID     INTEGER REFERENCES Employees (EmployeeID),
    OrderDate      TEXT,
    RequiredDate   TEXT,
    ShippedDate    TEXT,
    ShipVia        INTEGER REFERENCES Shippers (ShipperID),
    Freight        REAL,
    ShipName       TEXT,
    ShipAddress    TEXT,
    ShipCity       TEXT,
    ShipRegion     TEXT,
    ShipPostalCode TEXT,
    ShipCountry    TEXT
);
CREATE TABLE "Order Details" (
    OrderID   INTEGER NOT NULL REFERENCES Orders (OrderID),
    ProductID INTEGER NOT NULL REFERENCES Products (ProductID),
    UnitPrice REAL NOT NULL,
    Quantity  INTEGER NOT NULL,
    Discount  REAL NOT NULL,
    PRIMARY KEY (OrderID, ProductID)
);

INSERT INTO Customers VALUES
    ('OAKTB', 'Oak Table Café', 'Maya Reed', 'Owner', '12 Elm St.', 'Portland', 'OR',
     '97219', 'USA', '(503) 555-7555', NULL),
    ('HILLS', 'Hillside Store', 'Noah Park', 'Buyer', '7 Hill Rd.', 'Boise', 'ID',
     '83720', 'USA', '(208) 555-8097', '(208) 555-8098');
INSERT INTO Employees VALUES (1, 'Stone', 'Eva');
INSERT INTO Shippers VALUES (1, 'Fast Parcels', '(503) 555-9831');
INSERT INTO Categories VALUES (1, 'Beverages', 'Tea and coffee'), (2, 'Sweets', NULL);
INSERT INTO Products VALUES
    (1, 'Mountain Tea', 1, 1, '10 boxes x 20 bags', 18, 39, 0, 10, 0),
    (2, 'Plum Jam', 1, 2, '12 jars', 25.5, 0, 70, 20, 0);
INSERT INTO Orders VALUES
    (10248, 'OAKTB', 1, '2026-05-04 09:15:00', '2026-05-12', '2026-05-06 14:00:00', 1,
     32.38, 'Oak Table Café', '12 Elm St.', 'Portland', 'OR', '97219', 'USA'),
    (10249, 'OAKTB', 1, '2026-05-08 16:40:00', '2026-05-15', NULL, 1, 11.61,
     'Oak Table Café', '12 Elm St.', 'Portland', 'OR', '97219', 'USA'),
    (10250, 'HILLS', 1, '2026-05-08 17:00:00', '2026-05-16', NULL, 1, 5.00,
     'Hillside Store', '7 Hill Rd.', 'Boise', 'ID', '83720', 'USA');
INSERT INTO "Order Details" VALUES
    (10248, 1, 18, 12, 0), (10248, 2, 25.5, 10, 0.05), (10249, 1, 18, 5, 0),
    (10250, 2, 25.5, 1, 0);
